"""Passwords hashed by the algorithm that serves, with the least work it can be told to do."""

from argon2 import PasswordHasher

from airparadis.services.accounts import accounts

SERVED = accounts._hasher
"""The hasher of the application, as costly as it has to be."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
