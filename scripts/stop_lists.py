"""Writes Sources/Words/StopLists: the stop lists of the Snowball project, as Lucene ships them.

    python3 scripts/stop_lists.py

Maven (apt-get install maven) brings the archive, whose version and checksum are below. The words and comments of each list
are Snowball's to the last letter; the head of each file has its origin and its licence.
"""

import hashlib
import pathlib
import subprocess
import tempfile
import zipfile

VERSION = "9.12.3"
SHA256 = "@SHA256@"
ARTIFACT = f"org.apache.lucene:lucene-analysis-common:{VERSION}"
LANGUAGES = [
    "danish", "dutch", "english", "finnish", "french", "german", "hungarian", "italian", "norwegian", "portuguese",
    "russian", "spanish", "swedish",
]  # fmt: skip
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
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
        subprocess.run(
            ["mvn", "--quiet", copy, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={scratch}"], check=True, cwd=scratch
        )
        (path,) = pathlib.Path(scratch).glob("*.jar")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        assert found == SHA256, f"expected {ARTIFACT} with SHA-256 {SHA256}, found {found}"
        with zipfile.ZipFile(path) as archive:
            for language in LANGUAGES:
                text = archive.read(f"org/apache/lucene/analysis/snowball/{language}_stop.txt").decode()
                (folder / f"{language}.txt").write_text(head() + text.replace("\r\n", "\n").strip("\n") + "\n")


def head():
    """The licence and the way of the list, as comments."""
    lines = [f"The stop list of the Snowball project as {ARTIFACT} has it, by scripts/stop_lists.py.", ""]
    return "".join(f"| {line}".rstrip() + "\n" for line in lines + LICENCE.splitlines() + [""])


if __name__ == "__main__":
    main()
