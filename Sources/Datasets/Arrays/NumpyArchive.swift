import Core

/// The arrays of an `.npz` archive, each inflated when it is asked for; used by one thread.
package struct NumpyArchive {
  package let path: String
  /// The names of the arrays, in the order of the archive.
  package let names: [String]
  private let archive: ZipArchive

  /// A member is refused when it is larger than this and than ``ratioLimit`` times its compressed size: arrays are hardly
  /// ever that repetitive, crafted archives are.
  static let freelyInflated = 64 << 20
  static let ratioLimit = 500

  /// True for the first bytes of a zip archive.
  package static func accepts(_ file: FileBytes) -> Bool {
    file.starts(with: [0x50, 0x4b, 0x03, 0x04]) || file.starts(with: [0x50, 0x4b, 0x05, 0x06])
  }

  /// Lists the arrays of the archive that lies at `path`.
  ///
  /// - Throws: ``ArchiveError`` when it cannot be read or holds no array.
  package init(_ file: FileBytes, at path: String) throws(ArchiveError) {
    self.path = path
    archive = try ZipArchive(path: path, fileSize: file.count)
    names = archive.members.filter { $0.name.hasSuffix(".npy") }.map { String($0.name.dropLast(4)) }
    guard !names.isEmpty else {
      throw ArchiveError(path: path, reason: .noArrays(members: archive.members.map(\.name)))
    }
  }

  /// Opens an archive, or refuses a workbook that is named like a table of text.
  package init(orTable file: FileBytes, at path: String) throws {
    do {
      try self.init(file, at: path)
    } catch {
      let suffix = fileExtension(path)
      guard ["csv", "tsv", "tab", "txt"].contains(suffix), let kind = ForeignFile.kind(of: file, extension: suffix)
      else {
        throw error
      }
      throw TableError(path: path, reason: .foreign(kind))
    }
  }

  /// An array and the one that holds the ids of its rows, by their names.
  package struct Chosen {
    package let array: String
    package let ids: String?
    /// True where the user names the ids.
    var idsAreAsked = false
  }

  /// The name of the array to read, and of the one that holds the ids of its rows: that asked for, else `ids` or `id`.
  ///
  /// - Throws: ``ArchiveError`` that lists the names when there is none of that name, or several and none preferred.
  package func chosen(
    _ asked: String?, preferring preferred: [String], ids askedIDs: String? = nil
  ) throws(ArchiveError) -> Chosen {
    func name(_ text: String) -> String { text.hasSuffix(".npy") ? String(text.dropLast(4)) : text }
    let asked = asked.map(name)
    if let ids = askedIDs.map(name) {
      guard names.contains(ids) else { throw ArchiveError(path: path, reason: .noSuchIDs(ids, available: names)) }
      let others = names.filter { $0 != ids || $0 == asked || names.count == 1 }
      return Chosen(
        array: try others.chosen(asked, preferring: preferred, path: path), ids: ids, idsAreAsked: true)
    }
    let ids = ["ids", "id"].first { names.contains($0) && $0 != asked }
    let others = names.filter { $0 != ids || names.count == 1 }
    let array = try others.chosen(asked, preferring: preferred, path: path)
    return Chosen(array: array, ids: ids == array ? nil : ids)
  }

  /// The ids of an array of texts or of whole numbers.
  package func ids(_ name: String) throws -> [String] {
    let array = try array(name)
    guard case .number = array.header.element else { return try array.strings() }
    let numbers = try array.numbers()
    return try (0..<array.columnLength()).map { row in
      switch numbers.whole(at: row) {
      case .whole(let value): return String(value)
      case .large(let text): return text
      case .other(let text): throw NumpyError(path: array.path, reason: .fractionalID(text, row: row))
      case .missing: throw NumpyError(path: array.path, reason: .fractionalID("nan", row: row))
      }
    }
  }

  /// The arrays that may hold the ids of another one: the one of that name, and those whose values are all different.
  package func idColumns(_ chosen: Chosen, rows: Int) throws -> [IDColumn] {
    let kind: IDColumn.Kind = chosen.idsAreAsked ? .asked : .named
    var columns = try chosen.ids.map { [IDColumn(name: $0, kind: kind, ids: try ids($0))] } ?? []
    for name in names where name != chosen.array && name != chosen.ids && isColumn(name, rows: rows) {
      guard let texts = try? ids(name) else { continue }
      columns.append(IDColumn(values: texts, name: name))
    }
    let fitting = columns.filter { $0.ids.count == rows || $0.kind == kind }
    return fitting.filter(\.isUsual) + fitting.filter { !$0.isUsual }
  }

  /// True for a member of one value a row, by its header alone.
  private func isColumn(_ name: String, rows: Int) -> Bool {
    guard let member = archive.members.first(where: { $0.name == name + ".npy" }), !member.isEncrypted,
      let header = try? header(of: member, title: name)
    else { return false }
    return header.shape == [rows] || header.shape == [rows, 1]
  }

  /// Inflates a member after its sizes were found to agree.
  package func array(_ name: String) throws -> NumpyArray {
    guard let member = archive.members.first(where: { $0.name == name + ".npy" }) else {
      throw ArchiveError(path: path, reason: .noSuchArray(name, available: names))
    }
    guard !member.isEncrypted else { throw ArchiveError(path: path, reason: .encryptedMember(name)) }
    let title = "\(path), array \(name)"
    try header(of: member, title: title)
    let compressed = min(member.compressedSize, archive.fileSize)
    guard member.size <= Self.freelyInflated || member.size / Self.ratioLimit <= compressed else {
      throw ArchiveError(
        path: path,
        reason: .memberRatio(name, size: member.size, compressed: compressed, limit: Self.ratioLimit))
    }
    guard member.size <= Memory.left else {
      throw FileError(path: title, reason: .tooLarge(needed: member.size, memory: Memory.left))
    }
    return try NumpyArray(archive.read(member), named: title)
  }

  /// Inflates no more than the header and compares what it asks for with the size that the archive declares.
  @discardableResult
  private func header(of member: ZipArchive.Member, title: String) throws -> NumpyHeader {
    func explaining<Value>(_ body: () throws(NumpyError.Reason) -> Value) throws(NumpyError) -> Value {
      do { return try body() } catch { throw NumpyError(path: title, reason: error) }
    }
    let preamble = try archive.read(member, first: NumpyHeader.preambleLength)
    let end = try explaining { () throws(NumpyError.Reason) in try NumpyHeader.dataOffset(preamble: preamble) }
    let bytes = try archive.read(member, first: end)
    return try explaining { () throws(NumpyError.Reason) in
      let header = try NumpyHeader(bytes)
      try header.check(fileSize: member.size)
      return header
    }
  }
}
