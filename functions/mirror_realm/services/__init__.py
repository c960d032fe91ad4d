"""Use cases, one a file. They use the domain and the ports, never Google or OpenAI."""
