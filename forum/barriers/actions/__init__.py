"""What changes barriers: one module for each noun, one public function for each verb."""
