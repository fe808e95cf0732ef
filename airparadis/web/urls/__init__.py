"""What stands in addresses: numbers, cursors of lists, local targets."""
