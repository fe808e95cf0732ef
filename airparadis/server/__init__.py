"""What the web server does differently: slow clients wait outside, a reload loses nothing."""
