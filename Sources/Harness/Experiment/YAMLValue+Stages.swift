import Stages

extension YAMLValue {
  /// Sets the parameters of a method by a mapping, or the first one by the shorthand `pca: 50`.
  ///
  /// - Parameter keys: further keys of the mapping, which the caller reads.
  /// - Throws: ``ExperimentError`` at the place of the key or value at fault.
  func read<Method: Stage>(into stage: inout Method, further keys: [String]) throws -> YAMLOptions {
    let declarations = Method.declarations
    if isScalar, let first = declarations.first {
      try stage.set(first.name, to: value(of: first))
      return YAMLOptions(values: [:], owner: stage.kind, mapping: self)
    }
    let options = try options(of: stage.kind, keys: declarations.map(\.name) + keys)
    for declaration in declarations {
      guard let value = options[declaration.name] else { continue }
      try stage.set(declaration.name, to: value.value(of: declaration))
    }
    return options
  }

  /// A value of a parameter.
  func value(of declaration: ParameterDeclaration) throws -> ParameterValue {
    switch declaration.domain {
    case .integer(let range): .integer(try integer(range))
    case .number(let interval): .number(try number(in: interval))
    case .choice(let words): .text(try choice(words))
    case .boolean: .boolean(try boolean())
    case .text: .text(try text())
    case .numbers(let interval): .numbers(try items().map { try $0.number(in: interval) })
    }
  }
}
