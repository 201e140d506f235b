"""Where the extra with the codecs is missing."""

import sys
from unittest import mock

from signaling.headless.self_test_guide import main

if __name__ == "__main__":
    with mock.patch.dict(sys.modules, {"aiortc": None}):
        main()
