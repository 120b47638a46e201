"""unpack_tensorflow.py WHEEL OUT: the two libraries and the C headers out of a TensorFlow wheel."""

import re
import sys
import zipfile
from pathlib import Path

WANTED = re.compile(
    r"tensorflow/(libtensorflow_(cc|framework)\.so\.2"
    r"|include/((tensorflow|xla/tsl)/c/.*|(tensorflow/core|tsl)/platform/ctstring.*)\.h"
    r"|THIRD_PARTY_NOTICES\.txt)"
)

wheel, out = sys.argv[1], Path(sys.argv[2])
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if WANTED.fullmatch(entry.filename):
            archive.extract(entry, out)  # Checks each file's CRC as it reads.
