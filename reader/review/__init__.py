"""What the reader decided about the findings. Knows neither where findings come from nor how they are shown."""
