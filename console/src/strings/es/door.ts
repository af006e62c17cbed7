/** Signing in, and where mailed links lead. */

const spaced = (code: number): string => `${code} cifras`;

export const door = {
  signIn: {
    heading: 'Iniciar sesión',
    lead: 'La consola de quienes atienden',
    email: 'Correo electrónico',
    password: 'Contraseña',
    button: 'Iniciar sesión',
    busy: 'Iniciando sesión…',
    wrong: 'El correo y la contraseña no coinciden. Revisa ambos e inténtalo de nuevo.',
    tooMany: (wait: string, until: string) => `Demasiados intentos. Espera ${wait}, hasta las ${until}, e inténtalo de nuevo.`,
    tooManySoon: 'Demasiados intentos. Espera unos minutos e inténtalo de nuevo.',
    unreachable: 'No se puede llegar a Holdfast. Revisa tu conexión e inténtalo de nuevo.',
    trouble: 'No se pudo iniciar sesión por un fallo nuestro. Inténtalo de nuevo en un momento.',
    noCookies: 'Este navegador no guarda cookies para esta página, y así la sesión no puede seguir abierta. Permítelas, y abre la página por https.',
    why: {
      expired: 'Tu sesión terminó. Inicia sesión de nuevo para seguir.',
      elsewhere: 'En otra ventana de este navegador se cerró tu sesión o alguien más inició la suya.',
      reset: 'Tu nueva contraseña está guardada y tu sesión se cerró en todas partes. Inicia sesión con ella.',
    },
    kept: 'Lo que estabas escribiendo se guarda para ti en esta ventana.',
    untold: 'Aquí tu sesión está cerrada, pero Holdfast todavía no lo sabe. Deja esta ventana abierta: se le dirá en cuanto vuelva la conexión.',
    resuming: 'Abriendo tus conversaciones…',
    again: 'Intentar de nuevo',
    otherWays: 'Sin contraseña',
    askCode: 'Envíame un código',
    askLink: 'Envíame un enlace',
    forgotten: '¿Olvidaste tu contraseña?',
    sending: 'Enviando…',
    back: 'Volver a iniciar sesión',
  },
  code: {
    heading: 'Escribe el código',
    sent: {
      email: (address: string) => `Si ${address} tiene una cuenta aquí, un código va en camino por correo.`,
      sms: (address: string) => `Si ${address} tiene una cuenta aquí, un código va en camino a su teléfono por mensaje de texto.`,
    },
    good: 'Sirve 5 minutos, una sola vez. Cuenta el último.',
    label: 'Código',
    hint: (length: number) => `${spaced(length)}. Puedes pegarlo.`,
    incomplete: (length: number) => `El código tiene ${spaced(length)}.`,
    wrong: 'Ese código no es correcto, ya se usó o es demasiado viejo. Revísalo o pide otro.',
    another: { email: 'Enviar otro por correo', sms: 'Enviar otro por mensaje de texto' },
    instead: { email: 'Prefiero recibirlo por correo', sms: 'Prefiero recibirlo por mensaje de texto' },
    sentAgain: 'Otro código va en camino.',
  },
  sentLink: {
    heading: 'Revisa tu correo',
    link: (address: string) => `Si ${address} tiene una cuenta aquí, un enlace para iniciar sesión va en camino. Sirve 15 minutos, una sola vez.`,
    reset: (address: string) => `Si ${address} tiene una cuenta aquí, un enlace para elegir una contraseña nueva va en camino. Sirve 30 minutos, una sola vez.`,
    nothing: '¿No llegó nada después de unos minutos? Mira entre el correo no deseado y revisa cómo está escrita la dirección.',
  },
  link: {
    magic: {
      heading: 'Inicia sesión con tu enlace',
      lead: 'Abriste el enlace que recibiste por correo. Sirve una sola vez, así que se usa solo cuando pulsas el botón.',
      button: 'Iniciar sesión',
      busy: 'Iniciando sesión…',
    },
    welcome: {
      heading: 'Te damos la bienvenida a Holdfast',
      lead: 'Hay una cuenta para ti. Elige una contraseña y ya puedes entrar.',
      name: 'Tu nombre, como lo ven tus colegas',
      nameHint: 'Déjalo vacío para conservar el nombre de la invitación.',
      button: 'Guardar y entrar',
      busy: 'Guardando…',
    },
    reset: {
      heading: 'Elige una contraseña nueva',
      lead: 'Con ella tu sesión se cierra en todas partes, y vuelves a iniciarla con la nueva.',
      button: 'Guardar la contraseña nueva',
      busy: 'Guardando…',
    },
    bad: {
      magic: 'Este enlace no funciona: ya se usó, es demasiado viejo o se envió otro después. Pide uno nuevo.',
      welcome: 'Esta invitación no funciona: ya se usó, es demasiado vieja o se envió otra después. Pide una nueva a quien te invitó.',
      reset: 'Este enlace no funciona: ya se usó, es demasiado viejo o se envió otro después. Pide uno nuevo.',
    },
    trouble: 'Eso no funcionó por un fallo nuestro. Inténtalo de nuevo en un momento.',
    leave: 'Ir a iniciar sesión',
  },
  password: {
    chosen: 'Contraseña nueva',
    rules: [
      'Al menos 12 caracteres. Sirven bien tres o cuatro palabras que nadie pondría juntas.',
      'Ninguna de las contraseñas comunes, nada que se repita.',
      'Que no esté hecha de tu nombre, tu correo ni el nuestro.',
    ],
    /** `why` is the server's, such as «debe tener al menos 12 caracteres». */
    refused: (why: string) => `Esta contraseña ${why}.`,
    nameRefused: (why: string) => `El nombre no se aceptó: ${why}.`,
    show: 'Mostrar la contraseña',
    missing: 'Elige una contraseña.',
  },
} as const;
