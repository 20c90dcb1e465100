"""The pages of the dashboard. Each module is one page: ``PAGE`` says what it is called and ``show`` draws it."""
