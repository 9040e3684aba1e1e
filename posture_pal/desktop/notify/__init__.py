"""Prompts on screen: native notifications, else plyer, else the terminal."""
