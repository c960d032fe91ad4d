"""Use cases, one a file. They know the domain and the ports, never Google or OpenAI."""
