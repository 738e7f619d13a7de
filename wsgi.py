"""What a WSGI server loads."""

from forum.app import create_app
from forum.core.private_files import make_private_by_default

make_private_by_default()
app = create_app()
