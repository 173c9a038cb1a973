"""Three-valued eligibility over the measures of the policy."""
