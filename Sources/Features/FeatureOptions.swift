import Datasets

/// The options of a feature file.
public struct FeatureOptions: Sendable {
  /// The name of the feature set; without it the file's name without its extension.
  public var name: String?
  /// The array of an `.npz` or the tensor of a `.safetensors`; not needed when there is one, or one called `features`.
  public var array: String?
  /// The way from rows × tokens × columns to rows × columns.
  public var pooling: TokenPooling?
  /// An `.npy` file of rows × tokens that is 0 where a token does not count.
  public var mask: String?
  /// The treatment of rows with NaN or infinity; an empty cell of a table is NaN.
  public var nonFinite: NonFinitePolicy
  /// The one column of a table that holds the features, as numbers or as lists; without it all that are left.
  public var column: String?
  /// The column of a table or the array of an `.npz` that holds the ids; without it one called `id`, `image_id`, `filename` or `index`, or a first
  /// one without a name, or one with the ids of another file.
  public var idColumn: String?
  /// Columns of a table that are no features.
  public var ignoredColumns: [String]
  /// The role of a table's first record: names of the columns, a row, or either by its content.
  public var header: TableHeader
  /// True where the ids are names, which may be repeated.
  public var idsAreNames: Bool
  /// The names of the features in the order in which they are meant; a table that has names is brought into it.
  package var columnNames: [String]?

  public init(
    name: String? = nil, array: String? = nil, pooling: TokenPooling? = nil, mask: String? = nil,
    nonFinite: NonFinitePolicy = .error, column: String? = nil, idColumn: String? = nil, ignoredColumns: [String] = [],
    header: TableHeader = .automatic, idsAreNames: Bool = false
  ) {
    self.name = name
    self.array = array
    self.pooling = pooling
    self.mask = mask
    self.nonFinite = nonFinite
    self.column = column
    self.idColumn = idColumn
    self.ignoredColumns = ignoredColumns
    self.header = header
    self.idsAreNames = idsAreNames
  }
}

/// The treatment of rows that hold NaN or infinity.
public enum NonFinitePolicy: String, Sendable, CaseIterable {
  /// Reading fails and says where the first one is.
  case error
  /// They are left out, counted, and their positions kept.
  case drop
}
