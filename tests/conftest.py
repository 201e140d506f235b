"""What every test may ask for by name, and what holds for all of them."""

from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.chromium",
    "tests.fixtures.coturn",
    "tests.fixtures.postgres",
    "tests.fixtures.stores",
]

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
