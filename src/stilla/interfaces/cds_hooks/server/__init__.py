"""The service over HTTP: Django views that can stand alone or inside another server."""
