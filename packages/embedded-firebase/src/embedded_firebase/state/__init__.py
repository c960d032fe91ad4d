"""Export and import of everything the suite stores, in a folder of readable, editable files.

emulator.json               format, project
documents/{database}.json   documents with typed values, as the Firestore REST API writes them
accounts.json               accounts, passwords as salted hashes
files.json, files/          what is known about each file, and its bytes
tasks.json                  pending tasks
"""

from embedded_firebase.state.folder import StateUnreadable, export_state, import_state, import_tasks

__all__ = ["StateUnreadable", "export_state", "import_state", "import_tasks"]
