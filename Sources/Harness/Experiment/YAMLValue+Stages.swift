import Stages

extension YAMLValue {
  /// A method with the settings of a mapping, or with its first parameter as the shorthand `pca: 50`.
  ///
  /// - Parameter keys: further keys of the mapping, which the caller reads.
  /// - Throws: ``ExperimentError`` at the place of the key or value at fault.
  func read<Method>(_ method: Method, further keys: [String]) throws -> (method: Method, options: YAMLOptions) {
    guard var stage = method as? any Stage else { preconditionFailure("\(Method.self) is no stage") }
    let declarations = type(of: stage).declarations
    if isScalar, let first = declarations.first {
      try stage.set(first.name, to: self.value(of: first))
    }
    let options =
      isScalar
      ? YAMLOptions(values: [:], owner: stage.kind, mapping: self)
      : try self.options(of: stage.kind, keys: declarations.map(\.name) + keys)
    for declaration in declarations {
      guard let value = options[declaration.name] else { continue }
      try stage.set(declaration.name, to: value.value(of: declaration))
    }
    guard let read = stage as? Method else { preconditionFailure("\(stage) is no \(Method.self)") }
    return (read, options)
  }

  /// A value of a parameter.
  private func value(of declaration: ParameterDeclaration) throws -> ParameterValue {
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
