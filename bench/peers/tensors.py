"""Reads safetensors files, tensor by tensor, straight into the memory they are for.

A file is the length of its header (8 bytes), the header (JSON: name to dtype,
shape and place), and the data. Reading so keeps the peak of memory that of the
model, and needs no package.
"""
import json

import numpy

DTYPES = {"F32": numpy.float32, "I64": numpy.int64}


class File:
    def __init__(self, path):
        self.file = open(path, "rb")
        size = int.from_bytes(self.file.read(8), "little")
        self.start = 8 + size
        self.header = json.loads(self.file.read(size))
        self.header.pop("__metadata__", None)

    def names(self):
        return set(self.header)

    def read_into(self, name, array):
        """Fill a contiguous array, whose shape and dtype must be the tensor's."""
        entry = self.header[name]
        if tuple(entry["shape"]) != array.shape or DTYPES[entry["dtype"]] != array.dtype:
            raise ValueError(f"{name}: {entry['dtype']} {entry['shape']}: want {array.dtype} {array.shape}")
        self.file.seek(self.start + entry["data_offsets"][0])
        if array.nbytes != self.file.readinto(memoryview(array).cast("B")):
            raise ValueError(f"{name}: the file is too short")

    def read(self, name):
        entry = self.header[name]
        array = numpy.empty(entry["shape"], DTYPES[entry["dtype"]])
        self.read_into(name, array)
        return array
