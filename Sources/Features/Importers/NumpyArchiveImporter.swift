import Datasets
import Matrices

/// Features in an `.npz` archive: one array by its name, the only one, or the one called `features`.
///
/// An array of texts called `ids` or `id` holds the ids of the rows.
struct NumpyArchiveImporter: FeatureImporter {
  let format = ".npz"
  let hasNamedArrays = true

  /// A member is refused when it is larger than this and than ``ratioLimit`` times its compressed size: features are
  /// hardly ever that repetitive, crafted archives are.
  static let freelyInflated = 64 << 20
  static let ratioLimit = 500

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    file.starts(with: [0x50, 0x4b, 0x03, 0x04]) || file.starts(with: [0x50, 0x4b, 0x05, 0x06]) || suffix == "npz"
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let archive = try ZipArchive(path: path, fileSize: file.count)
    let arrays = archive.members.filter { $0.name.hasSuffix(".npy") }
    guard !arrays.isEmpty else {
      throw FeatureError(path: path, reason: .noArrays(members: archive.members.map(\.name)))
    }
    let names = arrays.map { String($0.name.dropLast(4)) }
    let idName = ["ids", "id"].first { names.contains($0) && $0 != options.array }
    let asked = options.array.map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : $0 }
    let chosen = try names.filter { $0 != idName || names.count == 1 }.chosen(asked, path: path)

    let array = try self.array(chosen, of: archive, at: path).numbers()
    var imported = try ArrayConversion(path: "\(path), array \(chosen)", options: options).features(
      from: array)
    if let idName, idName != chosen {
      imported.ids = try ids(self.array(idName, of: archive, at: path))
    }
    return imported
  }

  /// Inflates a member after its sizes were found to agree.
  private func array(_ name: String, of archive: ZipArchive, at path: String) throws -> NumpyArray {
    guard let member = archive.members.first(where: { $0.name == name + ".npy" }) else {
      throw FeatureError(path: path, reason: .noSuchArray(name, available: archive.members.map(\.name)))
    }
    guard !member.isEncrypted else { throw FeatureError(path: path, reason: .encryptedMember(name)) }
    let title = "\(path), array \(name)"
    try checkHeader(of: member, in: archive, title: title)
    let compressed = min(member.compressedSize, archive.fileSize)
    guard member.size <= Self.freelyInflated || member.size / Self.ratioLimit <= compressed else {
      throw FeatureError(
        path: path,
        reason: .memberRatio(name, size: member.size, compressed: compressed, limit: Self.ratioLimit))
    }
    guard member.size <= Memory.physical else {
      throw FileError(path: title, reason: .tooLarge(needed: member.size, memory: Memory.physical))
    }
    return try NumpyArray(archive.read(member), named: title)
  }

  /// Inflates no more than the header and compares what it asks for with the size that the archive declares.
  private func checkHeader(of member: ZipArchive.Member, in archive: ZipArchive, title: String) throws {
    func explaining<Value>(_ body: () throws(NumpyError.Reason) -> Value) throws(NumpyError) -> Value {
      do { return try body() } catch { throw NumpyError(path: title, reason: error) }
    }
    let preamble = try archive.read(member, first: NumpyHeader.preambleLength)
    let end = try explaining { () throws(NumpyError.Reason) in try NumpyHeader.dataOffset(preamble: preamble) }
    let bytes = try archive.read(member, first: end)
    try explaining { () throws(NumpyError.Reason) in try NumpyHeader(bytes).check(fileSize: member.size) }
  }

  private func ids(_ array: NumpyArray) throws -> [String] {
    guard case .number = array.header.element else { return try array.strings() }
    let numbers = try array.numbers()
    return try (0..<array.columnLength()).map { row in
      guard case .whole(let value) = numbers.whole(at: row) else {
        throw NumpyError(path: array.path, reason: .invalidText(row: row))
      }
      return String(value)
    }
  }
}
