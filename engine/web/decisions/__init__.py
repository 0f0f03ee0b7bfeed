"""The pages of what people decide about the guard itself: exemptions, planned maintenance and held rounds."""
