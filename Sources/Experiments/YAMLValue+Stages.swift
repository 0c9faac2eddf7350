import Stages

extension YAMLValue {
  /// Sets the parameters of a method by a mapping, or the first one by the shorthand `pca: 50`.
  ///
  /// - Parameters:
  ///   - owner: the owner of the keys in errors; nil for the method.
  ///   - references: the names of the references.
  ///   - keys: further keys of the mapping, which the caller reads.
  /// - Throws: ``ExperimentError`` at the place of the key or value at fault.
  func read<Method: Stage>(
    into stage: inout Method, of owner: String? = nil, references: [String], further keys: [String]
  ) throws -> YAMLOptions {
    let declarations = Method.declarations
    if isScalar, let first = declarations.first {
      try stage.set(first.name, to: value(of: first, beside: declarations, references: references))
      return YAMLOptions(values: [:], owner: stage.kind, mapping: self)
    }
    let options = try options(of: owner ?? stage.kind, keys: declarations.map(\.name) + keys)
    for declaration in declarations {
      guard let value = options[declaration.name] else { continue }
      try stage.set(
        declaration.name, to: value.value(of: declaration, beside: declarations, references: references))
    }
    return options
  }

  /// A value of a parameter; a share in place of a count is an error that names the parameter of shares, if the method has
  /// one.
  private func value(
    of declaration: ParameterDeclaration, beside all: [ParameterDeclaration], references: [String]
  ) throws -> ParameterValue {
    if case .integer = declaration.domain, let number, 0 < number, number < 1,
      let share = all.first(where: { $0.domain.isShare })
    {
      throw error(.shareForCount(key: key, found: try text(), parameter: share.name))
    }
    return try value(of: declaration, references: references)
  }

  /// A value of a parameter.
  func value(of declaration: ParameterDeclaration, references: [String]) throws -> ParameterValue {
    switch declaration.domain {
    case .integer(let range): .integer(try integer(range))
    case .number(let interval): .number(try number(in: interval))
    case .choice(let words): .text(try choice(words, meaning: declaration.summary))
    case .boolean: .boolean(try boolean())
    case .text: .text(try text())
    case .reference: .text(try reference(among: references))
    case .numbers(let interval): .numbers(try items().map { try $0.number(in: interval) })
    }
  }

  /// The name of one of the references.
  func reference(among known: [String]) throws -> String {
    let name = try text("the name of a reference")
    guard known.contains(name) else {
      throw error(.unknownName(name, kind: "reference", known: known, meaning: known.isEmpty ? Self.references : nil))
    }
    return name
  }

  /// The way to a first reference.
  private static let references =
    "name its files under \"references\", such as { nouns: { file: nouns.npy, names: nouns.txt } }, or with the option "
    + "--references nouns=nouns.npy,names=nouns.txt"
}

extension ParameterDomain {
  /// True for numbers from 0 to 1.
  fileprivate var isShare: Bool {
    guard case .number(let interval) = self else { return false }
    return interval.lower == 0 && interval.upper == 1
  }
}
