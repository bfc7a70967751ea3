"""What the tests stand on: a private PostgreSQL, a client like a browser, forms read from pages, a closed network."""
