"""A screen of many people, shown: as a page that may be passed on."""
