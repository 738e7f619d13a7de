"""What `make security` asks beside the linter and the audit of packages: every page and every form, as every role."""
