// A Bluesky server and the directory that it registers accounts in, on loopback, without the Bluesky network.
// Takes PORT, DIRECTORY_PORT, DATA and JWT_SECRET from the environment; says `ready` when it is; stops on SIGTERM.
import { mkdirSync } from 'node:fs'
import { Server } from 'node:net'
import { join } from 'node:path'

// Both programs listen on every interface and offer no option against it.
const listen = Server.prototype.listen
Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, '127.0.0.1', ...rest) : listen.call(this, port, ...rest)
}

const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds')
const { default: plc } = await import('@did-plc/server')
const { Secp256k1Keypair } = await import('@atproto/crypto')

const { DATA: data, JWT_SECRET: jwtSecret } = process.env
const port = Number(process.env.PORT)
const directoryPort = Number(process.env.DIRECTORY_PORT)
const blobs = join(data, 'blobs')
mkdirSync(blobs, { recursive: true })

const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: directoryPort })
await directory.start()

const rotation = await Secp256k1Keypair.create({ exportable: true })
const settings = {
  devMode: true,
  hostname: 'localhost',
  port,
  dataDirectory: data,
  blobstoreDiskLocation: blobs,
  didPlcUrl: `http://localhost:${directoryPort}`,
  recoveryDidKey: rotation.did(),
  plcRotationKeyK256PrivateKeyHex: Buffer.from(await rotation.export()).toString('hex'),
  jwtSecret,
  adminPassword: 'unused',
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  disableSsrfProtection: true,
  bskyAppViewUrl: 'https://appview.invalid',
  bskyAppViewDid: 'did:web:appview.invalid',
  bskyAppViewCdnUrlPattern: 'https://cdn.invalid/%s/%s/%s',
  modServiceUrl: 'https://moderation.invalid',
  modServiceDid: 'did:web:moderation.invalid',
}
const server = await PDS.create(envToCfg(settings), envToSecrets(settings))
await server.start()

process.on('SIGTERM', async () => {
  await server.destroy()
  await directory.destroy()
  process.exit(0)
})
console.log('ready')
