"""Word-list files to rules: ``wordlist`` reads them, ``rule`` says what they are, ``compile`` makes them ready to scan with."""
