import Datasets
import Foundation
import Testing

/// The path of a file that `Fixtures/Tables/make_tables.py` wrote.
func tableFixture(_ name: String) throws -> String {
  try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/Tables/\(name)").path
}

func tableFixtureNames() throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: tableFixture("")).filter { $0.hasSuffix(".npy") }.sorted()
}

/// The bytes of an `.npy` file with this header and data.
func numpyBytes(_ header: String, data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
  let length = header.utf8.count + 1
  let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  return NumpyHeader.magic + [version, 0] + lengthBytes + Array(header.utf8) + [0x0a] + data
}

/// The bytes of an `.npy` file of little-endian numbers in C order.
func numpyBytes<Number: BitwiseCopyable>(_ type: String, shape: String, _ numbers: [Number]) -> [UInt8] {
  numpyBytes(
    "{'descr': '<\(type)', 'fortran_order': False, 'shape': \(shape), }",
    data: numbers.withUnsafeBytes(Array.init))
}

func numpyArray(_ bytes: [UInt8]) throws -> NumpyArray {
  try NumpyArray(FileBytes(bytes), named: "made.npy")
}

/// The reason for which reading these bytes as an `.npy` matrix fails.
func reason(reading bytes: [UInt8]) -> NumpyError.Reason? {
  #expect(throws: NumpyError.self) { try numpyArray(bytes).matrix() }?.reason
}
