"""The dashboard. Only this package imports Streamlit; it shows what the packages below it work out."""
