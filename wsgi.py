"""What a WSGI server loads."""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy is loaded: the worker leaves the other cores to pages

from forum.app import create_app  # after it
from forum.core.file_permissions import make_private_by_default

make_private_by_default()
app = create_app()
