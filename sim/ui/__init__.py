"""The dashboard, and the answers that are stored for it. Only this package imports Streamlit."""
