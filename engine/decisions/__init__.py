"""What people decide about the guard itself: whom it keeps silent, when a service rests, what becomes of a storm."""
