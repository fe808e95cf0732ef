"""Tests of training/embeddings."""
