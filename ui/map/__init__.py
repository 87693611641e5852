"""The map: a page drawn by Leaflet, fed with what its viewport needs and nothing else."""
