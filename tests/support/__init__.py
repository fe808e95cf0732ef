"""Help for tests: applications, fakes, servers, and reading what came out."""
