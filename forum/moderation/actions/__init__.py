"""What moderators and administrators do; every act is written down."""
