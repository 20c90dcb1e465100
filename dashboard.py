"""The dashboard: ``make dashboard``, or ``streamlit run dashboard.py``."""

from sim.ui.app import main

if __name__ == "__main__":  # worker processes import this file again and must not start a second dashboard
    main()
