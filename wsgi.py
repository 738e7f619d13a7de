"""What a WSGI server loads."""

from forum.app import create_app
from forum.core.file_permissions import make_private_by_default

make_private_by_default()
app = create_app()
