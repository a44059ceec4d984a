"""Executes a notebook with nbclient, as nbconvert and papermill do: execute.py FROM TO."""

import os
import sys

import nbformat
from nbclient import NotebookClient

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
folder = os.path.dirname(os.path.abspath(source))
client = NotebookClient(
    notebook, kernel_name="ferrolab", timeout=600, startup_timeout=300, resources={"metadata": {"path": folder}}
)
client.execute()
nbformat.validate(notebook)
nbformat.write(notebook, target)
