"""What every test may ask for by name."""

pytest_plugins = [
    "tests.fixtures.chromium",
    "tests.fixtures.coturn",
    "tests.fixtures.postgres",
]
