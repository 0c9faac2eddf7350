import Datasets
import Foundation

/// The header of a `.safetensors` file: a length of eight bytes, then JSON that names each tensor's type, shape and
/// place.
struct SafetensorsHeader {
  struct Tensor: Decodable, Equatable {
    let dtype: String
    let shape: [Int]
    /// The first byte and one past the last, counted from the end of the header.
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    /// The type, when it is one whose numbers are read.
    var type: NumericType? { SafetensorsHeader.types[dtype] }
  }

  let tensors: [String: Tensor]
  /// The position of the first number.
  let dataOffset: Int

  /// The format's own limit.
  static let longestHeader = 100_000_000

  /// The header's length when a file can be a safetensors file: one that fits, before an opening brace.
  static func length(of file: FileBytes) -> Int? {
    guard file.count >= 10, file[8] == UInt8(ascii: "{") else { return nil }
    return Int(exactly: UInt64(littleEndian: file.base.loadUnaligned(as: UInt64.self)))
  }

  /// Reads the header and checks that the tensors fill the rest of the file, one after the other without overlap or
  /// gap, and that each shape makes the bytes it has.
  init(_ file: FileBytes) throws(FeatureError.Reason) {
    guard let length = Self.length(of: file), length <= min(file.count - 8, Self.longestHeader) else {
      let declared =
        file.count < 8 ? 0 : Int(clamping: UInt64(littleEndian: file.base.loadUnaligned(as: UInt64.self)))
      throw .safetensorsHeaderLength(declared: declared, available: max(0, file.count - 8))
    }
    dataOffset = 8 + length
    let json = Data(file.buffer[8..<dataOffset])
    do {
      tensors = try JSONDecoder().decode(Entries.self, from: json).tensors
    } catch {
      throw .safetensorsHeader("it is not JSON with a dtype, shape and data_offsets for each tensor")
    }
    try check(dataCount: file.count - dataOffset)
  }

  private func check(dataCount: Int) throws(FeatureError.Reason) {
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard tensor.offsets.count == 2, tensor.offsets[0] >= 0, tensor.offsets[0] <= tensor.offsets[1],
        tensor.offsets[1] <= dataCount
      else { throw .tensorOffsets(name, offsets: tensor.offsets, available: dataCount) }
      guard let type = tensor.type else { continue }
      let length = tensor.offsets[1] - tensor.offsets[0]
      let expected = StoredArray.byteCount(shape: tensor.shape, size: type.size)
      guard expected == length else { throw .tensorSize(name, shape: tensor.shape, expected: expected, found: length) }
    }
    var end = 0
    var previous = "the header"
    let ordered = tensors.sorted {
      ($0.value.offsets[0], $0.value.offsets[1]) < ($1.value.offsets[0], $1.value.offsets[1])
    }
    for (name, tensor) in ordered {
      guard tensor.offsets[0] == end else {
        throw .tensorsNotAdjacent(previous, end: end, name, begin: tensor.offsets[0])
      }
      end = tensor.offsets[1]
      previous = name
    }
    guard end == dataCount else {
      throw .tensorsNotAdjacent(previous, end: end, "the end of the file", begin: dataCount)
    }
  }

  fileprivate static let types: [String: NumericType] = [
    "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64, "BOOL": .bool,
    "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64,
    "U8": .uint8, "U16": .uint16, "U32": .uint32, "U64": .uint64,
  ]

  /// The JSON object: tensors under their names, and `__metadata__`, which has no bearing on the numbers.
  private struct Entries: Decodable {
    let tensors: [String: Tensor]

    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      var tensors: [String: Tensor] = [:]
      for name in container.allKeys where name.stringValue != "__metadata__" {
        tensors[name.stringValue] = try container.decode(Tensor.self, forKey: name)
      }
      self.tensors = tensors
    }
  }
}
