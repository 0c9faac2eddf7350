import Core
import Datasets
import Features
import Foundation
import Matrices
import Testing

@Suite struct BrokenImportTests {
  private func safetensors(_ json: String, data: Int, declared: Int? = nil) throws -> String {
    let length = UInt64(declared ?? json.utf8.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return try file("a.safetensors", prefix + Array(json.utf8) + [UInt8](repeating: 0, count: data))
  }

  private func tensor(_ type: String, _ shape: String, _ offsets: String) -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  @Test func checksTheHeaderOfSafetensors() throws {
    let json = #"{"a":\#(tensor("F32", "[1,2]", "[0,8]"))}"#
    #expect(try FeatureSet(reading: safetensors(json, data: 8)).matrix == Matrix(rows: 1, columns: 2))
    #expect(
      reason(try safetensors(json, data: 8, declared: 1 << 40))
        == .safetensorsHeaderLength(declared: 1 << 40, available: json.utf8.count + 8))
    #expect(reason(try file("a.safetensors", text: "abc")) == .safetensorsHeaderLength(declared: 0, available: 0))
    for broken in [#"{"a":1}"#, #"{"a":{"dtype":"F32"}}"#, "{]     ", "{\"a\":" + String(repeating: "[", count: 5000)] {
      guard case .safetensorsHeader = reason(try safetensors(broken, data: 8)) else {
        Issue.record("\(broken.prefix(40)) was refused for another reason")
        continue
      }
    }
    #expect(archiveReason(try safetensors("{ }      ", data: 0)) == .noArrays(members: []))
  }

  @Test func checksThePlacesOfTensors() throws {
    func place(_ offsets: String, _ shape: String = "[1,2]", data: Int = 8) throws -> FeatureError.Reason? {
      reason(try safetensors(#"{"a":\#(tensor("F32", shape, offsets))}"#, data: data))
    }
    #expect(try place("[0,12]") == .tensorOffsets("a", offsets: [0, 12], available: 8))
    #expect(try place("[8,0]") == .tensorOffsets("a", offsets: [8, 0], available: 8))
    #expect(try place("[-4,4]") == .tensorOffsets("a", offsets: [-4, 4], available: 8))
    #expect(try place("[0]") == .tensorOffsets("a", offsets: [0], available: 8))
    #expect(try place("[0,8]", "[3,1]") == .tensorSize("a", shape: [3, 1], expected: 12, found: 8))
    let huge = "[4611686018427387904,4]"
    #expect(
      try place("[0,8]", huge) == .tensorSize("a", shape: [4_611_686_018_427_387_904, 4], expected: nil, found: 8))
    #expect(try place("[0,8]", "[-1,-2]") == .tensorSize("a", shape: [-1, -2], expected: nil, found: 8))
    #expect(try place("[0,8]", data: 12) == .tensorsNotAdjacent("a", end: 8, "the end of the file", begin: 12))
    let overlapping = #"{"a":\#(tensor("F32", "[1,2]", "[0,8]")),"b":\#(tensor("F32", "[1,2]", "[4,12]"))}"#
    #expect(reason(try safetensors(overlapping, data: 12)) == .tensorsNotAdjacent("a", end: 8, "b", begin: 4))
    let eight = #"{"a":\#(tensor("F8_E4M3", "[2,2]", "[0,4]"))}"#
    #expect(reason(try safetensors(eight, data: 4)) == .tensorType("a", "F8_E4M3"))
    #expect(reason(try safetensors(#"{"a":\#(tensor("F32", "[2]", "[0,8]"))}"#, data: 8)) == .notAMatrix([2]))
    #expect(reason(try safetensors(#"{"a":\#(tensor("F32", "[0,2]", "[0,0]"))}"#, data: 0)) == .noValues([0, 2]))
  }

  /// Every prefix and many changed bytes of every fixture either read or are refused; numbers that an archive's
  /// checksum covers are never read as others.
  @Test(arguments: ["several.npz", "single.npz", "encrypted.npz", "several.safetensors", "small.npy", "savetxt.txt"])
  func survivesTruncationsAndFlippedBytes(name: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: fixture(name))))
    let path = try file(name, bytes)
    var refused = 0
    let whole = try? FeatureSet(reading: path).matrix
    func attempt(_ broken: [UInt8]) throws {
      try Data(broken).write(to: URL(fileURLWithPath: path))
      for array in name.hasPrefix("several") ? [nil, "other"] : [nil] {
        do {
          let set = try FeatureSet(reading: path, FeatureOptions(array: array))
          #expect(set.matrix.rows > 0 && set.matrix.columns > 0)
          if name == "single.npz" { #expect(set.matrix == whole) }
        } catch {
          #expect(error is any ExplainedError)
          refused += 1
        }
      }
    }
    for length in bytes.indices where length.isMultiple(of: 5) { try attempt(Array(bytes[..<length])) }
    for position in bytes.indices {
      var broken = bytes
      broken[position] ^= [0x01, 0x20, 0xff][position % 3]
      try attempt(broken)
    }
    #expect(refused > bytes.count / 5)
  }
}
