"""What every door says in the same words: labels, dates, and sentences put together from figures."""
