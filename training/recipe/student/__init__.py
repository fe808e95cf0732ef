"""The student: the small recurrent network that is bundled, distilled from the teachers."""
