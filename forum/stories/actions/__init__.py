"""What people do with stories, one public function a verb."""
