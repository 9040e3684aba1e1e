"""Where the program touches the desktop: one package per capability, one file per mechanism."""
