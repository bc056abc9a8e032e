"""Plans in sprints: divisible work, in order across sprints."""
