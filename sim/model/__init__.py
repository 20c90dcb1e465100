"""What a municipality is: its citizens, services, channels and staff, as scenario files describe them."""
