"""What people did in the workplace of the demo, told between its deliveries: invented, and written through the same doors."""
