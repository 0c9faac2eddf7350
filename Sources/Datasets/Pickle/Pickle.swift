/// A pickle of Python, protocols 2 to 5, read as an inert tree: nothing that it names is called or looked up, so a file
/// from anywhere can be read.
package struct Pickle {
  /// A value in the tree.
  package typealias Reference = Int

  package let path: String
  let file: FileBytes
  let nodes: [PickleNode]
  package let root: Reference

  /// Returns true for a file that begins and ends as pickles of the protocols 2 to 5 do.
  package static func matches(_ file: FileBytes) -> Bool {
    file.count > 3 && file[0] == PickleOpcode.proto.rawValue && (2...5).contains(file[1])
      && file[file.count - 1] == PickleOpcode.stop.rawValue
  }

  /// - Throws: ``FileError`` when the file cannot be opened, ``PickleError`` when it is no pickle of data.
  package init(mapping path: String) throws {
    try self.init(FileBytes(mapping: path), path: path)
  }

  /// - Throws: ``PickleError`` when the file is no pickle of data.
  package init(_ file: FileBytes, path: String) throws(PickleError) {
    var machine = PickleMachine(file.buffer)
    do throws(PickleProblem) {
      root = try machine.run()
    } catch {
      throw PickleError(path: path, reason: .damaged(error, offset: machine.position))
    }
    self.path = path
    self.file = file
    nodes = machine.nodes
  }
}

// MARK: - Values

extension Pickle {
  package func integer(_ value: Reference) -> Int? {
    switch nodes[value].kind {
    case .integer(let number): number
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// The text of a value, also where it is written as bytes.
  package func text(_ value: Reference) -> String? {
    switch nodes[value].kind {
    case .bytes(let range), .text(let range): String(validating: file.buffer[range], as: UTF8.self)
    case .call: encodedBytes(value).flatMap { String(validating: $0, as: UTF8.self) }
    default: nil
    }
  }

  /// The bytes that Python 3 writes for Python 2 as a text of which each character is one, to be encoded; nil for others.
  func encodedBytes(_ value: Reference) -> [UInt8]? {
    guard let call = call(value), call.name == "encode", call.module == "_codecs", let first = call.arguments.first,
      case .text(let range) = nodes[first].kind, let text = String(validating: file.buffer[range], as: UTF8.self)
    else { return nil }
    let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    return bytes.count == text.unicodeScalars.count ? bytes : nil
  }

  /// The values in a list or a tuple.
  package func elements(_ value: Reference) -> [Reference]? {
    switch nodes[value].kind {
    case .list, .tuple: nodes[value].children
    default: nil
    }
  }

  /// The value of a key of a dictionary, whether the key is a text or bytes.
  package func value(of key: String, in dictionary: Reference) -> Reference? {
    guard case .dict = nodes[dictionary].kind else { return nil }
    let children = nodes[dictionary].children
    // The last of two values of a key counts.
    return stride(from: children.count - 2, through: 0, by: -2).first { text(children[$0]) == key }
      .map { children[$0 + 1] }
  }

  /// The texts in a list of them.
  package func texts(_ value: Reference) -> [String]? {
    guard let elements = elements(value) else { return nil }
    let texts = elements.compactMap(text)
    return texts.count == elements.count ? texts : nil
  }

  /// The function or class that a call names, without its module, and the arguments.
  func call(_ value: Reference) -> (module: String, name: String, arguments: [Reference])? {
    guard case .call = nodes[value].kind, nodes[value].children.count >= 2,
      case .global(let module, let name) = nodes[nodes[value].children[0]].kind,
      let arguments = elements(nodes[value].children[1])
    else { return nil }
    return (module, name, arguments)
  }
}
