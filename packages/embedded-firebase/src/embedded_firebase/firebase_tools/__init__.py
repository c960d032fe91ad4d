"""Stand-ins for the Java programs that firebase-tools downloads and starts.

`python -m embedded_firebase.firebase_tools.firestore` takes the place of the Firestore emulator's jar, with its command
line; `python -m embedded_firebase.firebase_tools.storage_rules` that of the jar which evaluates Storage rules.
"""
