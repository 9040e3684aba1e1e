"""Windows for the tests: CPython for Windows under Wine, on a virtual screen."""
